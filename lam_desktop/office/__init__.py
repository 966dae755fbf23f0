"""A desktop of one's own, a clerk with mouse and keyboard, and the product's commands at work beside them."""
