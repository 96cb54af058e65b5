// Uses the client that openapi-generator has made in the folder odoo.
package main

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"log"
	"os"
	"strconv"
	"strings"

	"example.com/client/odoo"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

const (
	api  = "http://127.0.0.1:8069/restapi/1.0"
	keys = "keys=model"
)

// signIn returns a context whose requests carry a token that is renewed in time.
func signIn() context.Context {
	config := clientcredentials.Config{
		ClientID:     os.Getenv("CLIENT_ID"),
		ClientSecret: os.Getenv("CLIENT_SECRET"),
		TokenURL:     api + "/common/oauth2/access_token",
	}
	ctx := context.Background()
	return context.WithValue(ctx, odoo.ContextOAuth2, oauth2.ReuseTokenSource(nil, config.TokenSource(ctx)))
}

// explained adds what the server said to an error.
func explained(err error) error {
	var refused *odoo.GenericOpenAPIError
	if errors.As(err, &refused) {
		if problem, ok := refused.Model().(odoo.Problem); ok {
			return fmt.Errorf("%d %s: %s", problem.Status, problem.Code, problem.Detail)
		}
	}
	return err
}

// text is the value of a field with text; empty if Odoo has none.
func text(value *odoo.Text) string {
	if value == nil || value.String == nil {
		return ""
	}
	return *value.String
}

func run() error {
	ctx := signIn()
	configuration := odoo.NewConfiguration()
	configuration.Servers = odoo.ServerConfigurations{{URL: api}}
	client := odoo.NewAPIClient(configuration)
	partners := client.ResPartnerAPI

	countries, _, err := client.ResCountryAPI.ListResCountry(ctx).Prefer(keys).
		Domain(`[["code", "=", "BE"]]`).Fields("name,code").Execute()
	if err != nil {
		return explained(err)
	}
	belgium := countries.ResCountry[0]
	fmt.Println(belgium.Id, text(belgium.Name), text(belgium.Code))

	values := odoo.NewResPartnerValues()
	values.SetName("Ada")
	values.SetType(odoo.RESPARTNERTYPECHOICE_INVOICE)
	values.SetCountryId(belgium.Id)
	body := odoo.NewCreateResPartnerRequest(*values)
	body.SetFields([]string{"id"})
	created, _, err := partners.CreateResPartner(ctx).Prefer(keys).CreateResPartnerRequest(*body).Execute()
	if err != nil {
		return explained(err)
	}
	id := created.ResPartner.Id

	// nil empties a field; a field that is not set stays as it is
	changes := odoo.NewResPartnerValues()
	changes.SetCity("London")
	changes.SetCountryIdNil()
	_, _, err = partners.PatchResPartner(ctx, id).Prefer(keys).
		PatchResPartnerRequest(*odoo.NewPatchResPartnerRequest(*changes)).Execute()
	if err != nil {
		return explained(err)
	}
	read, _, err := partners.ReadResPartner(ctx, id).Prefer(keys).Fields("name,type,city,country_id").Execute()
	if err != nil {
		return explained(err)
	}
	partner := read.ResPartner
	fmt.Println(text(partner.Name), *partner.Type.ResPartnerTypeChoice, text(partner.City), *partner.CountryId.Bool)

	arguments := odoo.NewCallOneResPartnerAddressGetRequest()
	arguments.SetAdrPref([]string{"invoice"})
	addresses, _, err := partners.CallOneResPartnerAddressGet(ctx, id).
		CallOneResPartnerAddressGetRequest(*arguments).Execute()
	if err != nil {
		return explained(err)
	}
	found, _ := addresses.Result.(map[string]interface{})
	fmt.Println(found["invoice"] == float64(id))
	if _, _, err = partners.DeleteResPartner(ctx, id).Execute(); err != nil {
		return explained(err)
	}

	moves := client.AccountMoveAPI
	posted, _, err := moves.ListAccountMove(ctx).Prefer(keys).Fields("id").Limit(1).
		Domain(`[["move_type", "=", "out_invoice"], ["state", "=", "posted"]]`).Execute()
	if err != nil {
		return explained(err)
	}
	printed, _, err := moves.PrintAccountMoveAccountReportInvoice(ctx, posted.AccountMove[0].Id).Execute()
	if err != nil {
		return explained(err)
	}
	pdf, err := base64.StdEncoding.DecodeString(printed.Report.Result)
	if err != nil {
		return err
	}
	fmt.Println(string(pdf[:5]))

	_, _, err = partners.ReadResPartner(ctx, id).Prefer(keys).Execute()
	fmt.Println(strings.ReplaceAll(explained(err).Error(), strconv.Itoa(int(id)), "…"))
	return nil
}

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}
