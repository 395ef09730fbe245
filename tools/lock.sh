#!/bin/sh
# For maintainers: takes newer versions into both locks. Needs uv. No index address may get into the files.
set -eu
cd "$(dirname "$0")/.."
compile() {
    uv pip compile --no-config -q --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "sh tools/lock.sh" pyproject.toml "$@"
}
compile --extra pdf --extra web --extra cohort --group dev -o requirements.lock
compile --extra engines --group peers -c requirements.lock -o engines.lock
