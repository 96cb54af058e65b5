cat > customers.json <<END
[{"number": 1, "name": "Ada Lovelace", "email": "ada@example.com", "city": "London", "country": "uk"},
 {"number": 2, "name": "Charles Babbage", "email": "charles@example.com", "city": "London", "country": "uk"},
 {"number": 3, "name": "Sofja Kowalewskaja", "email": "sofja@example.com", "city": "Stockholm", "country": "se"}]
END
cat > orders.json <<END
[{"number": 1815, "customer": 1, "lines": [["Analytical engine", 2, 150], ["Delivery", 1, 20]]},
 {"number": 1850, "customer": 3, "lines": [["Book", 1, 35]]}]
END
