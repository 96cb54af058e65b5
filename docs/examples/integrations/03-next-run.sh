sed -i -e "s/ada@/countess@/" -e "/^WEB-2/d" customers.csv
python3 synchronise.py customers.csv
