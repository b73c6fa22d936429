"""中文文案。"""

HINT = "是否应为“{hint}”？"
COMMA = "、"

FAULTS = {
    # -- reading text (source) --
    "file-not-found": "找不到文件 {file}。请检查路径，以及它相对于哪个目录。",
    "file-is-directory": "{file} 是一个目录。请指定其中的文件。",
    "file-unreadable": "无法打开 {file}：{reason}。请确认文件存在且有读取权限。",
    "too-large": "文件超过 {limit}。请拆分为多个文件，或提高上限。",
    "not-text": "这不是文本文件。应为 UTF-8 或 GB 18030 编码的 YAML 或 JSON；表格、图纸请先导出。",
    "not-utf-8": "此处字节 {byte} 不符合 UTF-8 编码。请将文件重新另存为 UTF-8。",
    "empty-file": "文件没有内容。应为 YAML 或 JSON；请至少写一个键及其值。",
    "too-deep": "嵌套超过 {limit} 层。请减少层级。",
    "too-many-nodes": "单个文件的键和值超过 {limit} 个。请拆分为多个文件。",
    "text-too-long": "单段文字超过 {limit} 个字符。请缩短，或另存为文件并在此引用。",
    "number-too-long": "数字超过 {limit} 个字符：{number}。请取舍位数；若为编号，请加引号。",
    "number-out-of-range": "数字 {number} 过大或过小，无法参与计算。请检查指数。",
    "not-finite": "{number} 不是可以核对的数值。请填写实际数值；未知时写 null。",
    "duplicate-key": "键“{key}”在同一处重复出现。请只保留一个，或改名。",
    "key-not-text": "此处应为键，却写成了列表或映射。请用文字作键；以 [ 或 {{ 开头的文字请加引号。",
    "alias-refused": (
        "不允许使用别名 *{name}：每个值都应写在其适用之处。请直接写出该值；以 * 开头的文字请加引号。"
    ),
    "anchor-refused": "不允许使用锚点 &{name}：每个值都应写在其适用之处。请删除；以 & 开头的文字请加引号。",
    "tag-refused": "不允许使用标签 {tag}：类型由词汇表规定。请删除；以 ! 开头的文字请加引号。",
    "merge-key-refused": "不允许使用合并键 <<：每个值都应写在其适用之处。请将被合并的键逐一写出。",
    "more-than-one-document": "此处开始了第二个文档。一个文件只能有一个文档；请删除 --- 行或拆分文件。",
    "full-width-colon": (
        "“{key}”后使用了全角冒号（：），不能分隔键与值。"
        "请改为半角冒号加空格，即“{key}: ”；若本意是文字，请加引号。"
    ),
    "not-indentation": "此处以 {character} 开头，该字符不能用于缩进。请删除，或改用半角空格（U+0020）。",
    "tab-indentation": "此处用制表符（Tab）缩进，YAML 不允许。请改用空格。",
    "control-character": "YAML 不允许出现字符 {character}。请删除。",
    "yaml-second-colon": "同一行出现第二个冒号，或本行缩进过深。含“冒号加空格”的文字请加引号，或对齐缩进。",
    "yaml-colon-expected": "键后缺少冒号。请写成“键: 值”，冒号后加一个空格。",
    "yaml-indentation": "本行与前面的行没有对齐。同一层级的键和列表项应缩进相同的空格数。",
    "yaml-value-expected": "此处应为值。以括号或逗号开头的文字请加引号，并闭合所有括号。",
    "yaml-reserved-character": "值不能以 {character} 开头。请给文字加引号。",
    "yaml-open-quote": "引号只有开头，没有结尾。请补上结尾的引号。",
    "yaml-open-bracket": "缺少逗号或右括号。请用逗号分隔各项，并闭合每个 [ 和 {{。",
    "yaml-bad-escape": "无法识别此处的反斜杠转义。反斜杠请写成 \\\\，或改用单引号。",
    "yaml-after-end": "文档结束后还有内容。请删除，或缩进到所属位置。",
    "yaml-syntax": "不是有效的 YAML：{problem}。请检查本行及上一行的冒号、缩进、引号和括号。",
    "json-trailing-comma": "右括号前多了一个逗号，JSON 不允许。请删除该逗号。",
    "json-comma-expected": "此处应为逗号或 {expected}，实际为 {found}。请补上逗号或括号。",
    "json-colon-expected": "键后应为冒号，实际为 {found}。请补上冒号。",
    "json-key-expected": "此处应为键，实际为 {found}。键须用英文双引号括起，且不能写注释。",
    "json-value-expected": (
        "此处应为值，实际为 {found}。文字须用英文双引号括起；不加引号的只有 true、false、null 和数字。"
    ),
    "json-bad-number": "{found} 不是有效的 JSON 数字。请用不带前导零的数字和小数点；编号请加引号。",
    "json-open-string": "文字有左双引号，但本行内没有右双引号。请补上；换行请写 \\n。",
    "json-control-character": "JSON 文字中不能直接出现字符 {character}。制表符请写 \\t，其他控制字符请删除。",
    "json-bad-escape": "JSON 无法识别此处的反斜杠转义。反斜杠请写成 \\\\。",
    "json-lone-surrogate": "此处的 \\u 转义只是半个字符。请直接写出该字符。",
    "json-after-end": "JSON 结束后还有内容：{found}。一个文件只能有一个值；请删除多余部分。",
    "json-unfinished": "内容提前结束：缺少括号、键或值。请确认文件完整。",
    # -- vocabulary --
    "vocabulary-no-root": "模式以“{root}”为根，但没有定义这一类对象。请将 x-root 设为已定义的类别。",
    "vocabulary-reserved": "“{kind}”的字段“{field}”与规则语言的用词同名，请改名。",
    "vocabulary-not-annotated": "“{kind}”的字段“{field}”缺少 x-type 或 x-label 标注。",
    "vocabulary-bad-reference": "引用“{reference}”无处可查。引用须指向本文件 $defs 中的条目。",
    "vocabulary-unknown-unit": "“{kind}”的字段“{field}”所用单位“{unit}”无法识别。",
    # -- plan --
    "not-an-object": "此处应为“{label}”及其字段，实为“{found}”。",
    "unknown-field": "“{label}”没有字段“{field}”。{hint}自定字段请以 x_ 开头。",
    "list-form": "“{label}”应为列表；允许不完整的列表可写作 {{incomplete: true, items: […]}}。",
    "not-a-list": "“{label}”应为列表，实为“{found}”。",
    "long-form": "“{label}”的完整写法须有 value，此外只可有 unit、source、page、as_of、note；请检查：{strange}。",
    "long-form-unit": "“{label}”的完整写法中，unit 须与数字形式的 value 同时使用。",
    "duplicate-identity": "有两个{label}的编号同为“{id}”，前一个位于 {first}。请分别编号。",
    "dangling-reference": "本方案中没有编号为“{id}”的{label}。{hint}",
    "none-impossible": "“{label}”不能写“none”：没有数值便不成其为该项。请填写数值；不清楚时请留空。",
    "not-a-number": "“{label}”应为数字（{unit}），实为“{found}”。",
    "not-whole": "“{label}”应为整数，实为“{found}”。",
    "out-of-bounds-low": "“{label}”为 {found}，低于可能的范围（{bound}）。单位为{unit}，请核对数字和单位。",
    "out-of-bounds-open": "“{label}”为 {found}，应大于 {bound}。单位为{unit}，请核对数字和单位。",
    "out-of-bounds-high": "“{label}”为 {found}，高于可能的范围（{bound}）。单位为{unit}，请核对数字和单位。",
    "unknown-unit": "“{found}”的单位无法识别；“{label}”的单位为{unit}。{hint}",
    "number-as-text": "“{label}”写成了文本“{found}”，应为数字。请去掉引号，或写明单位（{unit}）。",
    "share-not-ratio": "“{found}”是百分数；“{label}”应写作{unit}。请直接写比值，如 1:12。",
    "ratio-not-expected": "“{found}”是比值；“{label}”的单位为{unit}。",
    "wrong-dimension": "“{found}”的量纲是 {got}；“{label}”的量纲应为 {want}，单位为{unit}。",
    "not-a-flag": "“{label}”应为 true 或 false，实为“{found}”。",
    "unknown-value": "“{found}”不是“{label}”的可选值。{hint}可选值：{known}。",
    "text-expected": "“{label}”应为文本，实为“{found}”。请加引号。",
    "not-a-date": "“{label}”应为 YYYY-MM-DD 形式的日期，实为“{found}”。",
    # -- use --
    "no-pack": "{as_of} 没有适用于 {place} 的规则包，请用 --rules 指定。",
    "no-as-of": "{file} 未填写 {field}，无法确定判定日期。请用 --as-of YYYY-MM-DD 指定。",
    "bad-as-of": "“{found}”不是日期，请写作 --as-of YYYY-MM-DD。",
    "unknown-selection": "没有名为“{word}”的规则、条文、台账编号或级别。{hint}",
    "no-plans": "在 {where} 中没有找到方案。方案为 *.yaml、*.yml 或 *.json 文件。",
    "not-a-report": "{file} 不是本程序的报告：{why}。",
    "not-written": "{file} 无法写入：{why}。原文件未改动。",
    "unknown-param": "“{name}”不是参数。{hint}",
    # -- rule set --
    "pack-unknown": "找不到规则包“{pack}”。{hint}",
    "pack-cycle": "规则包循环继承：{chain}。",
    "pack-name": "规则包自称“{name}”，却位于文件夹“{folder}”。两者须一致。",
    "pack-no-manifest": "规则包“{pack}”没有可读的 pack.yaml。",
    "pack-file-outside": "“{file}”指向规则包之外。规则包内只可有普通文件。",
    "rule-recalled": "等级为 recalled 的条文只可放在标明 unverified: true 的规则包中，{pack} 未标明。",
    "rule-unknown-key": "此处不认识“{key}”。{hint}",
    "rule-missing-key": "缺少“{key}”。",
    "rule-bad-choice": "“{key}”不能为“{found}”，应为：{expected}。",
    "rule-quote-number": "“{key}”应为文本，请加引号写作 \"{found}\"，以免 4.10 变成 4.1。",
    "rule-bad-value": "“{key}”不能为“{found}”：{expected}。",
    "rule-duplicate": "“{name}”重复定义，首次定义于 {first}。",
    "edition-overlap": "“{name}”的版次重叠：{since} 起的版次开始时，{first} 处的版次仍然有效。",
    "edition-empty": "“{name}”的这一版次于 {to} 终止，不晚于其开始日期。",
    "edition-gap": "“{name}”自 {since} 至本版次开始之间没有取值，请补齐。",
    "overlay-unknown-param": "上级规则包没有参数“{name}”。{hint}",
    "overlay-unknown-rule": "上级规则包没有可替换的规则“{name}”。{hint}",
    "overlay-replaces-must": "“{name}”（{clause}，{base}）为强制性规定，不得以 {own} 替换。",
    "overlay-not-replaceable": "“{name}”（{clause}，{base}）未标明可替换，不能以 {own} 替换。",
    "overlay-not-tailorable": "“{name}”（{base_value}，{clause}，{base}）未授权地方设定，{own} 不能改动。如需从严，请用 tighten。",
    "overlay-beyond-bound": "{own} 将“{name}”设为 {value}，超出 {clause} 所留的界限 {bound}（{base}）。",
    "overlay-both-ways": "“{name}”无法从严：其各处用法方向不一。",
    "overlay-table": "“{name}”是表格，tighten 只接受单一取值。请替换规则或另立规则。",
    "overlay-loosens": "{own} 会把“{name}”从 {base_value}（{clause}，{base}）放宽为 {value}。地方规则包只可从严。",
    "rule-unknown-enum": "词汇表中没有枚举“{name}”。{hint}",
    "rule-unknown-value": "“{value}”不是 {enum} 的取值。{hint}",
    "rule-unknown-quantity": "“{quantity}”不是已知的量。{hint}比值请写作“area per household”。",
    "rule-unknown-unit": "“{unit}”不是已知的单位。{hint}",
    "rule-unknown-kind": "词汇表中没有类别“{name}”。{hint}",
    "rule-unknown-document": "本规则集没有文件“{name}”。{hint}请在 documents 中登记。",
    "rule-unknown-name": "“{name}”既不是 {kind} 的字段，也不是其外层类别。{hint}",
    "rule-unknown-param": "“${name}”既不是参数，也不是导出量。{hint}",
    "rule-unknown-set": "“${name}”不是已命名的集合。{hint}",
    "rule-unknown-operator": "“{op}”不是运算符。{hint}",
    "rule-derived-type": "“{name}”声明为 {want}，而其算式得到 {found}。",
    "rule-derived-cycle": "“{name}”由自身导出。",
    "rule-derived-out-of-sight": "“${name}”属于 {owner}，而 {owner} 并非 {kind} 的外层。",
    "rule-not-a-list": "“{path}”不是对象列表。{hint}",
    "rule-not-a-value": "“{path}”是对象或列表；比较须用其中的某个值。",
    "rule-path-expected": "此处应为路径，实为“{found}”。",
    "rule-path-through": "“{path}”经过“{step}”，它不是单个对象。列表请用 each、some、none 或汇总运算。",
    "rule-too-deep": "条件嵌套超过 {limit} 层，请拆分规则。",
    "rule-condition-expected": "此处应为条件，例如 {{gfa: {{at_least: $min_area}}}}，实为“{found}”。",
    "rule-list-expected": "“{key}”须为列表，实为“{found}”。",
    "rule-alternative": "每个备选项须有 label 和 require，实为“{found}”。",
    "rule-k": "k 应为 1 至 {n} 的整数，实为“{k}”。",
    "rule-it-expected": "此列表的各项是单纯的值，请写作 {{it: …}}，实为“{found}”。",
    "rule-not-beside": "“{key}”不能写在这里。{hint}组合条件请用 all: […]。",
    "rule-no-comparison": "“{key}”得到一个数，须与限值比较，例如 at_least。",
    "rule-operator-type": "“{op}”不能用于 {type}，只可用于 {takes}。",
    "rule-present-fact": "“present”只可询问方案中的字段，不可询问算出的量。",
    "rule-flag-expected": "此处应为 true 或 false，实为“{found}”。",
    "rule-operand": "此处应为值、$名称或 {{field: 路径}}，实为“{found}”。",
    "rule-type-mismatch": "{left} 与 {right} 不能比较或运算。",
    "rule-literal": "“{found}”不是 {want}。",
    "rule-unit-missing": "“{found}”缺少单位；此处应为 {want}。",
    "rule-wrong-dimension": "“{found}”的量纲是 {got}；此处应为 {want}。",
    "rule-expression": "此处应为路径、$名称、数量或一项运算，实为“{found}”。",
    "rule-divisor-zero": "除数可能为 0。请用取值范围不含 0 的字段作除数。",
    "table-key": "表格的键只可与写明的值比较。",
    "table-too-large": "此表格有 {cases} 种情形，超过 {limit}，请拆分。",
    "table-gap": "没有一行回答 {case} 的情形。请补一行，或用 undecided 声明。",
    "table-overlap": "有两行同时回答 {case} 的情形，另一行在 {first}。",
}

JOIN = "；"

LABELS = {
    "item": "该项",
    "add": "{args}之和",
    "subtract": "{args}之差",
    "multiply": "{args}之积",
    "divide": "{args}之比",
    "smallest": "{args}中的最小值",
    "largest": "{args}中的最大值",
    "round_up": "{args}（向上取整）",
    "count": "{items}数量",
    "count_where": "{items}数量（{where}）",
    "count_distinct": "{items}中不同的{of}数",
    "count_distinct_where": "{items}中不同的{of}数（{where}）",
    "sum_of": "{items}的{of}合计",
    "sum_of_where": "{items}的{of}合计（{where}）",
    "min_of": "{items}的最小{of}",
    "min_of_where": "{items}的最小{of}（{where}）",
    "max_of": "{items}的最大{of}",
    "max_of_where": "{items}的最大{of}（{where}）",
    "share_where": "{items}所占比例（{where}）",
    "share_of_where": "{items}的{of}所占比例（{where}）",
}

VALUES = {
    "true": "“是”",
    "false": "“否”",
    "none": "无",
    "not_stated": "未填写",
    "declared_not_applicable": "填报为不适用",
    "undecided": "条文未作规定",
    "no_edition": "该日期没有有效取值",
    "empty": "没有任何项",
    "at_least": "{low} 以上",
    "at_most": "{high} 以下",
    "between": "{low} 至 {high}",
}

OPERATORS = {
    "at_least": "不小于 {required}",
    "at_most": "不大于 {required}",
    "more_than": "大于 {required}",
    "less_than": "小于 {required}",
    "equals": "为{required}",
    "not_equals": "不为{required}",
    "in": "为{required}之一",
    "not_in": "不属于{required}",
    "before": "早于 {required}",
    "after": "晚于 {required}",
    "on_or_before": "不晚于 {required}",
    "on_or_after": "不早于 {required}",
    "present": "已填写",
    "not_present": "没有",
    "negated": "并非{test}",
}

PHRASES = {
    "compare": "{left}{test}",
    "compare_equals": "{left}{test}",
    "not": "并非（{item}）",
    "nested": "（{item}）",
    "alternative": "{label}：{item}",
    "and": "{left}，且{right}",
    "or": "{left}，或{right}",
    "semicolon": "{left}；{right}",
    "k_of": "下列至少满足 {k} 项：{items}",
    "if": "如{condition}，则{then}",
    "if_else": "如{condition}，则{then}，否则{otherwise}",
    "each": "各{items}均{satisfies}",
    "each_where": "{where}的各{items}均{satisfies}",
    "some": "至少有一项{items}{satisfies}",
    "some_where": "{where}的{items}中至少有一项{satisfies}",
    "none": "{items}均不得{satisfies}",
    "none_where": "{where}的{items}均不得{satisfies}",
}

MODALS = {
    "must": "必须",
    "shall": "应",
    "should": "宜",
    "may": "可",
    "encourage": "鼓励",
    "target": "目标为",
}

LEAVES = {
    "holds": "{label}：{measured}（{modal}{test}）",
    "fails": "{label}：{measured}，{modal}{test}",
    "open": "{label}{modal}{test}",
    "open_limit": "{label}：{measured}，{modal}{test}",
    "scope": "{label}：{measured}（本条所指：{test}）",
    "alternative": "或{said}",
    "scope_open": "本条所指：{label}{test}",
}

MESSAGES = {
    "pass": "{said}。",
    "fail": "{said}。",
    "by_exception": "{said}；按例外“{exception}”符合。",
    "flagged": "{said}；已符合，但尚不清楚本条是否适用（未填写：{facts}）。",
    "unknown": "缺少以下信息，无法判定：{facts}。{said}。",
    "unknown_applies": "缺少以下信息，无法判定本条是否适用：{facts}。{said}。",
    "unknown_law": "无法判定：条文未规定此种情形。{said}。",
    "unknown_missing": "未填写“{list}”。请填写；如没有，请写 none。",
    "unknown_rest": "“{list}”不完整，未列出的部分无法判定。",
    "empty": "没有{list}。",
    "not_applicable": "不适用：{said}。",
    "manual": "需要人工判断：{question}",
    "crashed": "本条未能完成计算（{error}），请反馈给我们。",
    "more": "另有 {number} 项",
    "nothing_to_measure": "没有需要度量的内容",
}

REMEDIES = {
    "increase": "将{label}增加 {amount}",
    "increase_percent": "将{label}增加 {amount}（{percent} %）",
    "reduce": "将{label}减少 {amount}",
    "reduce_percent": "将{label}减少 {amount}（{percent} %）",
    "gentler": "将{label}放缓至不陡于 {required}",
    "steeper": "将{label}加陡至不缓于 {required}",
    "beyond": "调整{label}，使其{test}",
    "change": "调整{label}，使其{test}",
    "provide": "设置{label}，并使其{test}",
    "supply": "补充{label}",
    "remove": "取消{label}",
    "or": "或者：{remedy}",
    "add": "增加 {number} 个{items}",
    "add_different": "增加 {number} 种不同的{items}",
    "add_of": "增加 {number} 项，可选：{choices}",
}


CAPS = {
    "no_pack_code": "方案未写明所在城市，无法查找地方规定。",
    "local_pack_later": "地方规定（{later}）在此日期之后才施行，此前的规定未收录。",
    "before_first_edition": "判定日期早于部分文件已收录的最早版次。",
}

NOTICES = {
    "no_local_pack": "没有代码为 {code} 的地方规则包，已按通用规定检查。",
    "soft_breach": "“{label}”的设定超出一般允许的范围：{breach}。",
    "hardly_applied": "几乎没有规则适用：{rules} 条规则中只有 {judged} 条找到了判定对象。方案是否选对了？",
    "matched_nothing": "有 {number} 条规则在方案中没有适用的对象。",
}


OUTCOMES = {
    "pass": "通过",
    "fail": "不符合",
    "unknown": "无法判定",
    "manual": "需人工判断",
    "not_applicable": "不适用",
    "error": "错误",
}

SEVERITIES = {"violation": "不符合", "advice": "建议", "note": "提示"}

VERDICTS = {"compliant": "符合", "non_compliant": "不符合", "undetermined": "尚不能判定"}

FORCES = {
    "must": "必须",
    "shall": "应",
    "should": "宜",
    "may": "可",
    "encourage": "鼓励",
    "target": "目标",
}

MODIFIERS = {
    "generally": "一般",
    "in_principle": "原则上",
    "where_conditions_allow": "有条件的",
    "approximately": "左右",
}

CONNECTIVES = {
    "all": "同时满足",
    "any": "至少满足一项",
    "not": "并非",
    "k_of": "至少满足 {k} 项",
    "one_of": "满足任一备选",
    "if": "如果…则…否则",
    "each": "每一项",
    "some": "至少一项",
    "none": "没有一项",
    "exceptions": "基本要求或例外",
}

TEXT = {
    "list": "，",
    "file": "方案文件：{file}",
    "as_of_given": "判定日期：{date}（指定）；规则：{packs}",
    "as_of_plan": "判定日期：{date}（方案所载）；规则：{packs}",
    "notice": "提示：",
    "faults": "方案中的填写错误（{number} 处），相应信息按未填写处理",
    "rule": "{clause}  {title}【{force}】（{marks}）",
    "modifier": "·{text}",
    "grade": "依据等级 {grade}",
    "draft": "征求意见稿：尚未施行，结果仅作提示。",
    "margin": "与限值相差 {margin}（{percent}）",
    "source": "资料来源：{source}",
    "unidentified": "该对象没有编号，只能按所在位置识别。",
    "applies": "适用条件：",
    "requires": "要求：",
    "leaf": "{label}：{measured}（{test}）",
    "origin": "{label}：{value}，出自 {document} {number}，自 {since} 起（规则包 {pack}）",
    "origin_before": "  取代 {value}，出自 {document} {number}，自 {since} 起（规则包 {pack}）",
    "needs": "需要补充的信息（{number} 项）",
    "need": "{label}  {path}  （涉及 {number} 条结果）",
    "summary": "小结：",
    "failing": "未达到：",
    "cap": "不能判为符合：",
    "verdict": "结论：{verdict}",
    "partial": "（部分检查：未运行全部规则）",
    "brief": "（不符合 {fail}，未决 {unknown}）",
    "unreadable": "{file} 无法读取",
    "not_read": "无法读取 {number}",
    "total": "共 {number} 个方案：{parts}",
}

SPACE = ""

SENTENCES = {
    "rule": "每个{kind}：{require}（{force}）。",
    "rule_where": "每个{kind}，{applies}的：{require}（{force}）。",
    "manual": "由人工判断：{question}",
    "exception": "例外（{title}）：{when}时，{require}即可。",
    "undecided": "未作规定：{why}",
    "row": "{when}：{value}",
}

RULES = {
    "since": "自 {since} 起",
    "until": "{since} 至 {until}（不含）",
    "clause": "{document} {number}，{held}（规则包 {pack}）",
    "no_value": "{day} 没有有效取值",
    "replaced": "取代 {value}，{document} {number}，自 {since} 起（规则包 {pack}）",
    "soft": "超出一般允许的范围：{breach}",
}

INIT = {
    "exists": "{file} 已存在；如需覆盖请加 --force。",
    "written": "已写入 {file}。请运行：standardcheck check {file}",
    "not_written": "{file} 无法写入：{why}。",
}
