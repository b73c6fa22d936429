# docker build -t standardcheck .
# docker run --rm --read-only -v "$PWD:/plans:ro" standardcheck check plans/
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY . .
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /dist .

FROM python:3.11-slim-bookworm
RUN --mount=type=bind,from=build,source=/dist,target=/dist \
    pip install --no-cache-dir --disable-pip-version-check /dist/*.whl \
    && useradd --system --uid 1000 --create-home standardcheck \
    && install --directory --owner=standardcheck /var/cache/standardcheck
USER 1000
# Where the container may be written to, compiled rules are kept here; where not, it works without.
ENV STANDARDCHECK_CACHE_DIR=/var/cache/standardcheck PYTHONUNBUFFERED=1
WORKDIR /plans
ENTRYPOINT ["standardcheck"]
CMD ["--help"]
