-- Portions follow from what the food holds.
alter table pet
    add column food_kcal_per_100g real check (food_kcal_per_100g between 10 and 1000); -- metabolisable energy, as fed
