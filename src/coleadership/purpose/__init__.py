"""What people share before any goal: their vision, their mission, their values and how they do things together.

All four are worded as `shared_text` says and lived as `carried` says: they bind nobody by the rule of others, and each
says where they stand.
"""
