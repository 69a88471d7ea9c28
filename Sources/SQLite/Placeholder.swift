// placeholder: replaced when the target gets its code
