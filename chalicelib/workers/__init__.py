"""One module per event source of app.py: unpack the event, call a use case, say which messages failed."""
