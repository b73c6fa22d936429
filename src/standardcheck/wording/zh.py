"""中文文案。"""

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
    "number-too-long": "数字超过 {limit} 个字符：{number}… 请取舍位数；若为编号，请加引号。",
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
    "not-indentation": "此处以 {character} 开头，该空白字符不能用于缩进。请改用半角空格（U+0020）。",
    "tab-indentation": "此处用制表符（Tab）缩进，YAML 不允许。请改用空格。",
    "control-character": "YAML 不允许出现字符 {character}。请删除。",
    "yaml-second-colon": "同一行出现第二个冒号，或本行缩进过深。含“冒号加空格”的文字请加引号，或对齐缩进。",
    "yaml-colon-expected": "键后缺少冒号。请写成“键: 值”，冒号后加一个空格。",
    "yaml-indentation": "本行与前面的行没有对齐。同一层级的键和列表项应缩进相同的空格数。",
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
    "json-open-string": "文字只有左双引号，没有右双引号。请补上。",
    "json-control-character": "JSON 文字中不能直接出现字符 {character}。换行请写 \\n，制表符请写 \\t。",
    "json-bad-escape": "JSON 无法识别此处的反斜杠转义。反斜杠请写成 \\\\。",
    "json-lone-surrogate": "此处的 \\u 转义只是半个字符。请直接写出该字符。",
    "json-after-end": "JSON 结束后还有内容：{found}。一个文件只能有一个值；请删除多余部分。",
    "json-unfinished": "内容提前结束：缺少括号、键或值。请确认文件完整。",
    # -- vocabulary --
    # -- plan --
    # -- rule set --
}
