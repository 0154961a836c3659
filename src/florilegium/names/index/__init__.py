"""From mentions to the printed index: entries, locators, order, and the checks of them."""
