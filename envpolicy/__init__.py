"""envpolicy: are Application Deployments really apart, and which clause says they must be?"""

__version__ = "0.1.0"
