"""The demonstration: takes nothing, gives a fictional news web on loopback and the watching of it."""
