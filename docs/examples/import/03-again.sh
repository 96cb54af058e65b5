python3 import_keywords.py
