// gomodule/oauth1 and mrjones/oauth, each through the three steps and a request.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"

	"github.com/gomodule/oauth1/oauth"
	mrjones "github.com/mrjones/oauth"
)

const api = "/restapi/1.0"

type options struct{ URL, Key, Secret, Callback string }

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func text(answer *http.Response) string {
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	check(err)
	return string(content)
}

func verifier(base string, token string) string {
	answer, err := http.Get(base + "/authorize?oauth_token=" + url.QueryEscape(token))
	check(err)
	var told struct {
		Verifier string `json:"oauth_verifier"`
	}
	check(json.Unmarshal([]byte(text(answer)), &told))
	return told.Verifier
}

func gomodule(o options, base string) string {
	client := oauth.Client{
		Credentials:                   oauth.Credentials{Token: o.Key, Secret: o.Secret},
		TemporaryCredentialRequestURI: base + "/request_token",
		TokenRequestURI:               base + "/access_token",
	}
	temporary, err := client.RequestTemporaryCredentials(nil, o.Callback, nil)
	check(err)
	token, _, err := client.RequestToken(nil, temporary, verifier(base, temporary.Token))
	check(err)
	form := url.Values{"fields": {"name"}}
	answer, err := client.Get(nil, token, o.URL+api+"/object/res.partner/3", form)
	check(err)
	return text(answer)
}

func mrjonesOAuth(o options, base string) string {
	consumer := mrjones.NewConsumer(o.Key, o.Secret, mrjones.ServiceProvider{
		RequestTokenUrl:   base + "/request_token",
		AuthorizeTokenUrl: base + "/authorize",
		AccessTokenUrl:    base + "/access_token",
	})
	temporary, _, err := consumer.GetRequestTokenAndUrl(o.Callback)
	check(err)
	token, err := consumer.AuthorizeToken(temporary, verifier(base, temporary.Token))
	check(err)
	client, err := consumer.MakeHttpClient(token)
	check(err)
	answer, err := client.Get(o.URL + api + "/object/res.partner/3?fields=name")
	check(err)
	return text(answer)
}

func main() {
	var o options
	check(json.Unmarshal([]byte(os.Args[1]), &o))
	base := o.URL + api + "/common/oauth1"
	check(json.NewEncoder(os.Stdout).Encode([]string{gomodule(o, base), mrjonesOAuth(o, base)}))
}
