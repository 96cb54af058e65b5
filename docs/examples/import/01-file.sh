seq -f "Keyword %.0f" 10000 > keywords.txt
