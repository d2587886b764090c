create table if not exists entries (
    id bigint generated always as identity primary key,
    from_id bigint not null,
    to_id bigint not null,
    amount numeric(19, 2) not null check (amount > 0),
    booked_at timestamptz not null default now()
);
