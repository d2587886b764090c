create table if not exists users (
    id bigint primary key,
    name varchar(100) not null,
    balance numeric(19, 2) not null check (balance >= 0)
);
insert into users (id, name, balance) values
    (1, 'Ada', 100.00),
    (2, 'Grace', 50.00),
    (3, 'Edsger', 25.50),
    (4, 'Barbara', 0.00)
on conflict (id) do nothing;
