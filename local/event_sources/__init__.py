"""What Lambda's event source mappings do: fetch, hand to the function, forget only what was handled."""
