//go:build !crashpoints

// Package crashpoint names the places where a crash would hurt most. Only a build with the tag crashpoints dies there; in every
// other build Here is empty and costs nothing.
package crashpoint

import "io"

// Here does nothing in this build.
func Here(string) {}

// Write writes p to w.
func Write(_ string, w io.Writer, p []byte) (int, error) { return w.Write(p) }
