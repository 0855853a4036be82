"""The privacy desk: all registers of an agency on one page, and a page for each matter."""
