"""The demonstration county: invented people, whose nine months are played through the same services that people use."""
