curl -s -H "Authorization: Bearer $TOKEN" -H "Accept: application/pdf" -o invoices.pdf \
    -w '%{content_type}\n%header{content-disposition}\n' "$API/report/account.report_invoice?ids=$ID"
