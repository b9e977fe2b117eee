"""Pure functions and tables that turn what portals write into what the engine knows; unknown stays ``None``."""
