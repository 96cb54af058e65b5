cat > customers.csv <<END
ref,name,email,city,country
WEB-1,Ada Lovelace,ada@example.com,London,GB
WEB-2,Charles Babbage,charles@example.com,London,GB
WEB-3,Sofja Kowalewskaja,,Stockholm,SE
END
