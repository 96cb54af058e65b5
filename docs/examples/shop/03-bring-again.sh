sed -i 's/"Stockholm"/"Uppsala"/' customers.json
python3 shop.py
