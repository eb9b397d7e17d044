-- A small populated database of the first schema (0001), everything fictional. It never changes: migrations start here.
INSERT INTO core_runs VALUES
    ('r1', 'manual', 'made', NULL, '2026-01-05 05:00:00+00', '2026-01-05 05:01:00+00', 'completed', '{"stored": 2}'),
    ('r2', 'scheduled', 'made', 'second', '2026-01-06 05:00:00+00', '2026-01-06 05:01:00+00', 'completed', '{}'),
    ('r3', 'scheduled', 'made', NULL, '2026-01-07 05:00:00+00', NULL, 'running', NULL);
INSERT INTO core_batches VALUES ('r1', 'b1', '2026-01-05 05:00:30+00');
INSERT INTO core_sources VALUES
    ('blatt', 'Blatt', 'feed', 'https://blatt.example/feed', 'de', 'DE', ['trade'], true,
     '2026-01-05 05:00:00+00', '2026-01-05 05:00:00+00');
INSERT INTO core_source_polls VALUES
    ('r1', 'blatt', 'https://blatt.example/feed', '2026-01-05 05:00:30+00', 'ok', NULL, NULL, NULL, 200, 2, '"e1"', NULL, NULL),
    ('r2', 'blatt', 'https://blatt.example/feed', '2026-01-06 05:00:30+00', 'ok', NULL, NULL, NULL, 200, 1, '"e2"', NULL, NULL);
INSERT INTO core_dispositions VALUES
    ('r1', 'blatt', 'g1', 'https://blatt.example/1', 'Nordbrause in Kenia', NULL, NULL, 'stored', NULL, NULL, 'a1', '2026-01-05 05:00:30+00'),
    ('r1', 'blatt', 'g2', 'https://blatt.example/2', 'Leer', NULL, NULL, 'rejected', 'no_text', 'no text', NULL, '2026-01-05 05:00:30+00'),
    ('r2', 'blatt', 'g1', 'https://blatt.example/1', 'Nordbrause in Kenia', NULL, NULL, 'stored', NULL, NULL, 'a1', '2026-01-06 05:00:30+00');
INSERT INTO core_requests VALUES
    ('r1', 'https://blatt.example/feed', 'https://blatt.example/feed', 'blatt', 'feed', '2026-01-05 05:00:10+00', 200, 900, 2000, 0.2, false, 'allowed', 'allowed', NULL, NULL);
INSERT INTO core_articles VALUES
    ('a1', 'blatt', 'https://blatt.example/1', 'https://blatt.example/1', 'Blatt', NULL, 'DE', [], false, NULL,
     '2026-01-05 05:00:30+00', 'r1', '2026-01-06 05:00:30+00', 'r2', 2, 'available', '2026-01-05 05:00:30+00', NULL, NULL, 0, NULL);
INSERT INTO core_versions VALUES
    ('a1', 1, 'r1', '2026-01-05 05:00:30+00', 'Nordbrause in Kenia', [], NULL, NULL, 'de', 'text', '2026-01-04 08:00:00+00', 'feed',
     'Nordbrause wirbt in Kenia. Der Vertrag läuft zehn Jahre.', NULL, 56, 9, [{'kind': 'body', 'start': 0, 'stop': 56}], 't1', 'c1'),
    ('a1', 2, 'r2', '2026-01-06 05:00:30+00', 'Nordbrause in Kenia', [], NULL, NULL, 'de', 'text', '2026-01-04 08:00:00+00', 'feed',
     'Nordbrause wirbt in Kenia. Der Vertrag läuft zwölf Jahre.', NULL, 57, 9, [{'kind': 'body', 'start': 0, 'stop': 57}], 't2', 'c2');
INSERT INTO core_datings VALUES ('a1', 2, 'feed', '2026-01-04 08:00:00+00', NULL, NULL);
INSERT INTO core_url_aliases VALUES ('https://blatt.example/1', 'a1', 'canonical', '2026-01-05 05:00:30+00');
INSERT INTO core_readings VALUES
    (1, 'a1', 1, 'r1', '2026-01-05 05:00:30+00', '2026-01-06 05:00:30+00', '1', 'k1', '2026-01-05 05:00:30+00', '1', 'k1', 'h1', 'olympics', 0.7, true, NULL),
    (2, 'a1', 2, 'r2', '2026-01-06 05:00:30+00', NULL, '1', 'k1', '2026-01-06 05:00:30+00', '1', 'k1', 'h2', 'olympics', 0.7, true, NULL);
INSERT INTO core_mentions VALUES
    (1, 'a1', 0, 10, 'Nordbrause', 0, 'body', 'nordbrause', 'Nordbrause', 'brand', 'name', 'made', NULL, NULL),
    (2, 'a1', 0, 10, 'Nordbrause', 0, 'body', 'nordbrause', 'Nordbrause', 'brand', 'name', 'made', NULL, NULL);
INSERT INTO core_market_mentions VALUES (2, 'a1', 20, 25, 'Kenia', 0, 'body', 'KE', 'campaign_market', 'wirbt in', 'name');
INSERT INTO core_facts VALUES
    (1, 'a1', 'c1', 'contract_years', '10', 'stated', 45, 55, 'zehn Jahre', 0, 0.9, NULL, 'made', NULL, NULL),
    (2, 'a1', 'c1', 'contract_years', '12', 'stated', 45, 56, 'zwölf Jahre', 0, 0.9, NULL, 'made', NULL, NULL);
INSERT INTO core_relevance_reasons VALUES (2, 'a1', 'sponsor', 'Nordbrause', 0.7);
INSERT INTO core_publications VALUES (1, '2026-01-06 05:02:00+00', 'r2', 'Europe/Berlin', '2026-01-06', '2026-01-05 23:00:00+00', '2026-01-06 23:00:00+00');
