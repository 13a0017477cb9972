package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"

	"smederij/store"
)

// secret reads what stands in no configuration: an environment variable, or the file that its twin with _FILE names. It is "" when
// neither is set. No error repeats any of it.
func secret(env func(string) string, name string) (string, error) {
	value, file := strings.TrimSpace(env(name)), env(name+"_FILE")
	switch {
	case value != "" && file != "":
		return "", configError{fmt.Errorf("%s and %s_FILE are both set; keep one of them", name, name)}
	case file == "":
		return value, nil
	}
	value, err := secretFile(file)
	if err != nil {
		return "", configError{fmt.Errorf("%s_FILE: %w", name, err)}
	}
	return value, nil
}

const longestSecret = 4096

// secretFile reads a file that only its owner may read and write (PRIVACY P24).
func secretFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 && runtime.GOOS != "windows" { // which has no such modes
		return "", fmt.Errorf("others may use %s (mode %04o); chmod 600 %s", path, mode, path)
	}
	data, err := io.ReadAll(io.LimitReader(f, longestSecret+1))
	if err != nil {
		return "", err
	}
	value := strings.TrimSpace(string(data))
	switch {
	case value == "":
		return "", fmt.Errorf("%s is empty", path)
	case len(data) > longestSecret:
		return "", fmt.Errorf("%s is too long for a secret", path)
	}
	return value, nil
}

const keyName = "SMEDERIJ_KEY"

// installationKey seals what a database holds. It knows where it came from, for who must find the right one.
type installationKey struct {
	bytes []byte
	from  string
}

var errNoKey = errors.New("SMEDERIJ_KEY is not set, and SMEDERIJ_KEY_FILE neither")

// readKey reads the installation's key. For a database that a flag names, the key beside it is taken if it is there.
func readKey(env func(string) string, database string) (installationKey, error) {
	if database != "" {
		k, err := readKeyFile(keyBeside(database))
		if !errors.Is(err, os.ErrNotExist) {
			return k, err
		}
	}
	encoded, err := secret(env, keyName)
	if err != nil {
		return installationKey{}, err
	}
	if encoded == "" {
		return installationKey{}, configError{errNoKey}
	}
	from := keyName
	if file := env(keyName + "_FILE"); file != "" {
		from = file
	}
	return decodeKey(encoded, from)
}

// keyBeside is where the key of a database of chat lies.
func keyBeside(database string) string { return database + ".key" }

func readKeyFile(path string) (installationKey, error) {
	encoded, err := secretFile(path)
	if err != nil {
		return installationKey{}, configError{err}
	}
	return decodeKey(encoded, path)
}

func decodeKey(encoded, from string) (installationKey, error) {
	k, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return installationKey{}, &store.Error{Code: store.BadKey, Detail: from + " is not base64"}
	}
	if len(k) != store.KeySize {
		return installationKey{}, &store.Error{Code: store.BadKey, Detail: fmt.Sprintf("%s has %d bytes", from, len(k))}
	}
	return installationKey{k, from}, nil
}
