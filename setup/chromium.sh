#!/usr/bin/env bash
# Print the path of a Chromium or Chrome for the browser tests; install one where there is none.
. "$(dirname "$0")/lib.sh"

# snap_shim FILE: Ubuntu's package of that name is a script that asks for a snap, which tests cannot drive.
snap_shim() { head -c 2 "$1" 2>/dev/null | grep -q '#!' && grep -q 'snap' "$1" 2>/dev/null; }

look() {
  local candidate path
  for candidate in "${PORTAL_TEST_CHROMIUM:-}" chromium google-chrome google-chrome-stable chromium-browser \
    "/Applications/Chromium.app/Contents/MacOS/Chromium" \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    [ -n "$candidate" ] || continue
    path=$(command -v "$candidate" 2>/dev/null) || continue
    case $(readlink -f "$path" 2>/dev/null || printf '%s' "$path") in */snap) continue ;; esac
    # /usr/bin/chromium of Debian is a script as well, one that starts the real program.
    if snap_shim "$path"; then continue; fi
    printf '%s\n' "$path"
    return 0
  done
  return 1
}

# Playwright's own build, for a system whose archive has no Chromium package (Ubuntu).
own_build() {
  $PYTHON - <<'PY'
from pathlib import Path
from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    path = Path(playwright.chromium.executable_path)
if not path.exists():
    raise SystemExit(1)
print(path)
PY
}

look && exit 0
own_build 2>/dev/null && exit 0

if on_macos; then
  has brew || die "Chromium is missing, for the browser tests. Install Chrome or Homebrew, then make again."
  say "Installing: chromium"
  brew install -q --cask chromium >&2 || die "Chromium could not be installed. Type this once, then make again:" \
    "  brew install --cask chromium"
elif [ -r /etc/os-release ] && grep -qi '^ID=ubuntu' /etc/os-release; then
  may_install || die "Chromium is missing, for the browser tests. Type this once, then make again:" \
    "  sudo $PYTHON -m playwright install-deps chromium && $PYTHON -m playwright install chromium"
  say "Installing: Chromium, by Playwright"
  as_root "$PWD/$PYTHON" -m playwright install-deps chromium >&2
  $PYTHON -m playwright install chromium >&2
  own_build && exit 0
else
  need "Chromium, for the browser tests," chromium "--cask chromium"
fi
look || die "Chromium was installed, but is not found."
