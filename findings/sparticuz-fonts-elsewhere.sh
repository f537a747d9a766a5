#!/usr/bin/env bash
# Seen with @sparticuz/chromium 147.0.0 and Node.js 24.
#
# The package unpacks a Chromium and its fonts into the folder for temporary files, here another one than /tmp.
# Expected: the font configuration that it unpacks beside the fonts, and which it tells Chromium to use, names that
# folder.
# Seen: it names four folders, /tmp/fonts among them, whatever TMPDIR says. Where TMPDIR is another folder and the
# system has no fonts, no text is drawn.
# Why it matters: the tests in a real browser run with a TMPDIR of their own, on machines without fonts. They write a
# configuration that names the folder.
set -euo pipefail
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
npm install --silent --no-audit --no-fund @sparticuz/chromium@147.0.0
mkdir elsewhere
cat > finding.mjs <<'JS'
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
// With this it prepares the environment, as on the Linux that it is made for.
process.env.AWS_EXECUTION_ENV = `AWS_Lambda_nodejs${process.versions.node.split('.')[0]}.x`;
process.env.TMPDIR = join(process.cwd(), 'elsewhere');
const { default: chromium } = await import('@sparticuz/chromium');
await chromium.executablePath();
const folder = join(process.env.TMPDIR, 'fonts');
const configuration = readFileSync(join(folder, 'fonts.conf'), 'utf8');
const named = [...configuration.matchAll(/<dir[^>]*>([^<]+)</g)].map(([, dir]) => dir);
const isTold = process.env.FONTCONFIG_PATH === folder;
console.log(`unpacked into $TMPDIR/fonts: ${existsSync(folder)}; FONTCONFIG_PATH is that: ${isTold}`);
console.log(`the configuration names ${named.join(', ')}`);
const isElsewhere = named.includes('/tmp/fonts') && !named.some((dir) => dir.startsWith(process.env.TMPDIR));
process.exitCode = isTold && isElsewhere ? 0 : 1;
JS
node finding.mjs
