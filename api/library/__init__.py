"""The library of plans and other papers the office adds in the console."""
