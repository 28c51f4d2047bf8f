"""What can be done here, whoever asks for it: the use cases that the commands and both faces share."""
