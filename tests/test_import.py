"""Importing textmine loads nothing heavy and opens nothing."""

import subprocess
import sys


def test_import_is_light():
    """No dictionary, no pandas, no model, no font at `import textmine`."""
    code = (
        "import sys; import textmine;"
        "heavy = {'jieba', 'pandas', 'sklearn', 'numpy', 'matplotlib', 'pypdfium2', 'docx'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert done.stderr == ""


def test_names_exist():
    """Every advertised name can be had."""
    import textmine

    for name in textmine.__all__:
        assert getattr(textmine, name)
