"""The published PubMed search: reproduced, corrected for any diseases, and its results screened."""
