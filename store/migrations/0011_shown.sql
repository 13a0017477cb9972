-- What a slot's message shows, as an HMAC: the same words over it again would be an edit that changes nothing, and that a network refuses.
ALTER TABLE slot ADD COLUMN shown BLOB;
