-- For the tests: adds up its arguments.
return ARGV[1] + ARGV[2]
