"""Places of the Greater Region and its surroundings: look-up by postal code or name, and estimated travel times."""

from data.places.gazetteer import Gazetteer
from data.places.travel import EstimatedTravelTimes, distance_km

__all__ = ["ATTRIBUTION", "EstimatedTravelTimes", "Gazetteer", "distance_km"]

# CC BY 4.0 asks that whoever shows the data names its maker.
ATTRIBUTION = "Postal codes and coordinates: GeoNames (www.geonames.org), CC BY 4.0"
