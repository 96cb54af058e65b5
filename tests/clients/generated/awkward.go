// Writes and reads a record of each of the models of tests/harness/awkward.py.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"example.com/client/odoo"
	"golang.org/x/oauth2/clientcredentials"
)

const (
	api  = "http://127.0.0.1:8069/restapi/1.0"
	keys = "keys=model"
)

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func main() {
	config := clientcredentials.Config{
		ClientID:     os.Getenv("CLIENT_ID"),
		ClientSecret: os.Getenv("CLIENT_SECRET"),
		TokenURL:     api + "/common/oauth2/access_token",
	}
	ctx := context.WithValue(context.Background(), odoo.ContextOAuth2, config.TokenSource(context.Background()))
	configuration := odoo.NewConfiguration()
	configuration.Servers = odoo.ServerConfigurations{{URL: api}}
	client := odoo.NewAPIClient(configuration)

	values := odoo.NewXAwkWardValues()
	values.SetXClass("one")
	values.SetXChoice(odoo.XAWKWARDXCHOICECHOICE_PLUS_7)
	one, _, err := client.XAwkWardAPI.CreateXAwkWard(ctx).Prefer(keys).
		CreateXAwkWardRequest(*odoo.NewCreateXAwkWardRequest(*values)).Execute()
	check(err)
	read, _, err := client.XAwkWardAPI.ReadXAwkWard(ctx, one.XAwkWard.Id).Prefer(keys).Execute()
	check(err)
	fmt.Println(*read.XAwkWard.XClass.String, *read.XAwkWard.XChoice.XAwkWardXChoiceChoice)

	otherValues := odoo.NewXAwkWard2Values()
	otherValues.SetXClass("other")
	other, _, err := client.XAwkWardAPI.CreateXAwkWard2(ctx).Prefer(keys).
		CreateXAwkWard2Request(*odoo.NewCreateXAwkWard2Request(*otherValues)).Execute()
	check(err)
	otherRead, _, err := client.XAwkWardAPI.ReadXAwkWard2(ctx, other.XAwkWard.Id).Prefer(keys).Execute()
	check(err)
	fmt.Println(*otherRead.XAwkWard.XClass.String, *otherRead.XAwkWard.XChoice.Bool)
}
