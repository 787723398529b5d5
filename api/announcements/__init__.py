"""Short notices of the office for everybody, shown for their days and gone by themselves after them."""
