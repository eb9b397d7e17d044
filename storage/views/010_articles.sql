CREATE VIEW articles AS
SELECT a.article_id, a.source_id, a.url, a.outlet, v.title, v.language, v.published_at, a.first_seen_at,
    a.is_reference, r.relevant, r.relevance, v.text
FROM core_articles AS a
JOIN core_versions AS v ON v.article_id = a.article_id AND v.version_no = a.version_no
LEFT JOIN core_readings AS r ON r.article_id = a.article_id AND r.superseded_at IS NULL;
COMMENT ON VIEW articles IS 'One row per article as it stands now: where it comes from, what it says, how relevant it is.';

CREATE VIEW new_today AS
SELECT articles.*
FROM articles
JOIN (SELECT day_start_at, day_stop_at FROM core_publications ORDER BY version DESC LIMIT 1) AS day
    ON articles.first_seen_at >= day.day_start_at AND articles.first_seen_at < day.day_stop_at;
COMMENT ON VIEW new_today IS 'The articles first seen on the report day of this published database (its time zone and day stand in core_publications).';
