//go:build unix

package main

import (
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// TestRunWebhook lets Telegram bring the updates to the real program. Who does not know the secret brings nothing.
func TestRunWebhook(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil { // the program takes it over
		t.Fatal(err)
	}
	hook := "http://" + address + "/telegram"
	write(t, filepath.Join(r.dir, "smederij.toml"), fmt.Sprintf("[telegram]\napi_root = %q\nmode = \"webhook\"\n[telegram.webhook]\nlisten = %q\nurl = %q\n",
		r.server.URL(), address, hook))
	t.Run("without a secret it does not start", func(t *testing.T) {
		code, out := call(t, map[string]string{tokenName: r.server.Token(), keyName: testKey}, "run", "--config", filepath.Join(r.dir, "smederij.toml"))
		if code != exitConfiguration || !strings.Contains(out, webhookSecretName) {
			t.Errorf("exit code %d\n%s", code, out)
		}
	})
	r.env = []string{webhookSecretName + "=geheim_van_de_buurt"}
	r.start()
	r.hears(func() { r.server.Person("anja").Say("hallo") })
	r.confirmed()
	for _, secret := range []string{"", "geheim_van_iemand_anders"} {
		forged, err := http.NewRequestWithContext(r.within(), http.MethodPost, hook,
			strings.NewReader(`{"update_id":1,"message":{"message_id":1,"date":1,"chat":{"id":1,"type":"private"},"from":{"id":1},"text":"hallo"}}`))
		if err != nil {
			t.Fatal(err)
		}
		if secret != "" {
			forged.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
		}
		answer, err := http.DefaultClient.Do(forged)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusUnauthorized {
			t.Errorf("a forged call is answered with %d", answer.StatusCode)
		}
	}
	http.DefaultClient.CloseIdleConnections()
	r.hears(func() { r.server.Person("bram").Say("hallo") })
	for _, q := range r.server.Requests() {
		if q.Chat == 1 {
			t.Errorf("a forged message is answered: %s", q.Method)
		}
	}
	r.stops(exitFine)
	if strings.Contains(r.said.String(), "geheim_van_de_buurt") {
		t.Error("the secret is told")
	}
}
