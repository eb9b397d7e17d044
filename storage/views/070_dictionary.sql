CREATE VIEW out_dictionary AS
SELECT c.table_name AS name, coalesce(v.comment, t.comment) AS purpose, c.column_index AS column_no, c.column_name,
    c.data_type AS type, c.comment AS meaning
FROM duckdb_columns() AS c
LEFT JOIN duckdb_views() AS v ON v.database_oid = c.database_oid AND v.schema_oid = c.schema_oid AND v.view_name = c.table_name
LEFT JOIN duckdb_tables() AS t
    ON t.database_oid = c.database_oid AND t.schema_oid = c.schema_oid AND t.table_name = c.table_name
WHERE NOT c.internal AND coalesce(v.comment, t.comment) IS NOT NULL
ORDER BY starts_with(c.table_name, 'core_'), c.table_name, c.column_index;
COMMENT ON VIEW out_dictionary IS 'This dictionary inside the database: FROM out_dictionary WHERE name = ''out_facts''.';
COMMENT ON COLUMN out_dictionary.name IS 'View or table.';
COMMENT ON COLUMN out_dictionary.purpose IS 'What a row of it is.';
COMMENT ON COLUMN out_dictionary.column_no IS 'Place of the column, from 1.';
COMMENT ON COLUMN out_dictionary.column_name IS 'Name of the column.';
COMMENT ON COLUMN out_dictionary.type IS 'Type of the column.';
COMMENT ON COLUMN out_dictionary.meaning IS 'What the column holds.';
