#!/bin/sh
# Packs the package as it would be published, and checks what came out. Needs neither credentials nor an answer of the registry.
set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

npm pack --silent --pack-destination "$folder"
npx publint --strict "$folder"/*.tgz
npx attw "$folder"/*.tgz
npm publish --dry-run --fetch-retries=0 --loglevel=warn "$folder"/*.tgz
