"""The frame of every page: components, dates, form fields, paper."""
