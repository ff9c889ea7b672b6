return cmsgpack.unpack(ARGV[1])
