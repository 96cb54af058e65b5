python3 synchronise.py customers.csv
