#!/usr/bin/env bash
# system.sh pdf|poppler|java|fonts|playwright...: what Python packages cannot bring. Looks first, installs only what is missing.
. "$(dirname "$0")/lib.sh"
show_homebrew

# WeasyPrint opens these by name when it is imported; opening them here tells what it would find.
pdf_libraries_found() {
  $PYTHON - <<'PY' 2>/dev/null
import ctypes, sys
names = ("gobject-2.0", "pango-1.0", "harfbuzz", "harfbuzz-subset", "fontconfig", "pangoft2-1.0")
mac = {"gobject-2.0": "libgobject-2.0.0.dylib", "harfbuzz": "libharfbuzz.0.dylib",
       "harfbuzz-subset": "libharfbuzz-subset.0.dylib", "fontconfig": "libfontconfig.1.dylib"}
linux = {"fontconfig": "libfontconfig.so.1"}
for name in names:
    if sys.platform == "darwin":
        ctypes.CDLL(mac.get(name, f"lib{name}.dylib"))
    else:
        ctypes.CDLL(linux.get(name, f"lib{name}.so.0"))
PY
}

java_found() { java -version >/dev/null 2>&1 && javac -version >/dev/null 2>&1; }
playwright_found() { $PYTHON -m playwright --version >/dev/null 2>&1; }
fonts_found() { on_macos || fc-list 2>/dev/null | grep -qiE 'liberation|dejavu'; }

for part in "$@"; do
  case $part in
    pdf)
      pdf_libraries_found ||
        need "Pango, which typesets the reports," "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" "pango"
      pdf_libraries_found || die "Pango was installed, but Python still cannot open it."
      ;;
    poppler) has pdfinfo && has pdftotext && has pdftoppm || need "poppler, which reads the tests' PDF files," poppler-utils poppler ;;
    java)
      java_found || need "A Java development kit, for the PDF validator of the tests," default-jdk-headless openjdk
      ;;
    fonts) fonts_found || need "A font for pages whose own is missing" "fontconfig fonts-liberation" "" ;;
    playwright)
      playwright_found || need "A library that Playwright's driver needs" libatomic1 ""
      playwright_found || die "Playwright's driver does not start: $PYTHON -m playwright --version says why."
      ;;
    *) die "system.sh: unknown part $part" ;;
  esac
done
