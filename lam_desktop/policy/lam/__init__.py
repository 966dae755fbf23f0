"""The learned policy: joint matching of the demonstrated and the present screen."""
