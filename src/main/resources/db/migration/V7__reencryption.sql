-- How far the job has come that brings personal fields over to a new key: rows up to the position are done.
create table reencryption (
    table_name  text   not null,
    column_name text   not null,
    key_id      text   not null, -- the key that they are brought to; with another one it begins anew
    position    text[],          -- the primary key of the last row that was looked at; null: at the beginning
    primary key (table_name, column_name)
);
