-- Comments that the first schema had wrong: a dictionary that names fields which do not exist misleads whoever reads it.

COMMENT ON COLUMN core_facts.field IS 'What the fact says: brand, claim, agency, start_date, markets, channels, contract_years ... (all of them under Words with a meaning).';
COMMENT ON COLUMN core_facts.campaign IS 'Key of the campaign within its article: c1, c2, ...; not the same across articles.';
COMMENT ON COLUMN core_market_mentions.market IS 'ISO 3166-1 alpha-2 code, or a UN M49 code for regions; joins core_market_names.';
COMMENT ON COLUMN core_market_mentions.role IS 'Role the place plays here: campaign_market and campaign_market_channel are markets of the campaign; host_current, brand_home, venue ... are none.';
